import type { Plugin } from 'vite'

export function preloadFontsPlugin(): Plugin
