import type { Plugin } from 'vite'

export function catalogPlugin(): Plugin
export function compileCatalog(json: string, file: string): Record<string, unknown>
