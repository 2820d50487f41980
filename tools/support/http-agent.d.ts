import "node:http";

/** An option since Node.js 22.21 that its types lack: https://nodejs.org/docs/latest-v22.x/api/http.html#new-agentoptions */
declare module "node:http" {
  interface AgentOptions {
    /** The variables that name proxies: HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in capital or small letters. */
    proxyEnv?: NodeJS.ProcessEnv;
  }
}
