import { type MessageId, t } from '../../i18n/t.ts'
import { ChoiceField } from '../settings/choice-field.tsx'
import { GROUP_KEYS, type GroupKey } from './table-model.ts'

/** What the table is grouped by, and how to change it. */
export type GroupChoice = { group: GroupKey | null; onGroup: (group: GroupKey | null) => void }

const NONE = 'none'

const names: Record<GroupKey, MessageId> = {
  account: 'group.account',
  region: 'group.region',
  status: 'group.status',
  owner: 'group.owner',
}

/** Chooses what the table is grouped by. */
export function GroupField({ group, onGroup }: GroupChoice) {
  return (
    <ChoiceField
      label={t('group.by')}
      {...(group === 'owner' && { hint: t('group.ownerHint') })}
      value={group ?? NONE}
      choices={[
        { value: NONE, text: t('group.none') },
        ...GROUP_KEYS.map((key) => ({ value: key, text: t(names[key]) })),
      ]}
      onChange={(chosen) => onGroup(chosen === NONE ? null : chosen)}
    />
  )
}
