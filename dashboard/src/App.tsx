/** What every page stands in: theme, questions to the gateway, live readings. */
import { MantineProvider } from '@mantine/core'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { LiveContext, type LiveModel } from './live/liveModel.ts'
import { LivePage } from './pages/LivePage.tsx'
import { theme } from './theme.ts'

export interface AppProps {
  readonly queries: QueryClient
  readonly live: LiveModel
}

export function App({ queries, live }: AppProps) {
  return (
    // Neither variables nor classes are written into a <style> at run time: styles/ has them as files.
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queries}>
        <LiveContext value={live}>
          <LivePage />
        </LiveContext>
      </QueryClientProvider>
    </MantineProvider>
  )
}
