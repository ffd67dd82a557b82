import { getAuth } from '@/auth/server';

const handle = (request: Request) => getAuth().handler(request);

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
