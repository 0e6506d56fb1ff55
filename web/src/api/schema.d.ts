// The paths the foundation itself uses. `npm run gen` replaces this file with the whole of api/openapi.yaml.

export interface paths {
  '/api/me': { get: { responses: { 200: { content: { 'application/json': components['schemas']['Me'] } } } } }
  '/api/login': {
    post: {
      requestBody: { content: { 'application/json': { login: string; password: string } } }
      responses: { 200: { content: { 'application/json': components['schemas']['Me'] } } }
    }
  }
  '/api/logout': { post: { responses: { 204: { content?: never } } } }
  '/api/password': {
    post: {
      requestBody: { content: { 'application/json': { old: string; new: string } } }
      responses: { 204: { content?: never } }
    }
  }
}

export interface components {
  schemas: {
    Me: {
      id: string
      name: string
      login: string
      post: string
      department: { id: string; name: string; path: string }
      roles: { key: string; name: string }[]
      permissions: string[]
      mustChangePassword: boolean
      actingFor?: { id: string; name: string } | null
    }
  }
}
