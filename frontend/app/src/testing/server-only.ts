// Stands in for the `server-only` marker where tests run server code.
export {};
