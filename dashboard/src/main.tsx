/** The dashboard begins here. */
import '@fontsource-variable/inter'
import '@mantine/core/styles/default-css-variables.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/Paper.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Drawer.css'
import '@mantine/core/styles/Skeleton.css'
import './styles/tokens.css'
import './styles/mantine.css'
import './styles/page.css'
import { QueryClient } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { createLiveModel } from './live/liveModel.ts'

const queries = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 2000 } } })
const live = createLiveModel(queries, Date.now)

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App queries={queries} live={live} />
  </StrictMode>,
)
