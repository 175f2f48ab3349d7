import { useForm } from 'react-hook-form'
import { t } from '../../i18n/t.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { tryAccount } from '../../sessions/try-account.ts'
import type { Account } from '../../accounts/accounts.ts'
import { setCredential } from '../../accounts/credentials.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'

/** The form for the key or token of an account. The entry is tried at once. */
export function CredentialEntry({ account }: { account: Account }) {
  const runtime = useRuntime()
  const {
    register,
    handleSubmit,
    reset,
    formState: { errors },
  } = useForm({ defaultValues: { secret: '' } })
  const isKey = account.credentialKind === 'key'
  return (
    <form
      className="grid gap-3"
      noValidate
      onSubmit={(event) =>
        void handleSubmit(({ secret }) => {
          const text = secret.trim()
          setCredential(
            runtime,
            account.id,
            isKey ? { kind: 'key', accountKey: text } : { kind: 'token', accessToken: text },
          )
          reset()
          void tryAccount(runtime, account)
        })(event)
      }
    >
      <TextField
        type="password"
        label={t(isKey ? 'account.key' : 'account.token')}
        hint={t('account.secretHint')}
        error={errors.secret?.message}
        autoComplete="off"
        spellCheck={false}
        {...register('secret', {
          validate: (value) =>
            value.trim() !== '' || t(isKey ? 'account.keyMissing' : 'account.tokenMissing'),
        })}
      />
      <div>
        <Button type="submit" variant="primary">
          {t(isKey ? 'account.useKey' : 'account.useToken')}
        </Button>
      </div>
    </form>
  )
}
