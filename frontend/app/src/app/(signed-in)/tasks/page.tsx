import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { requireUser } from '@/auth/session';
import { CHAT_COOKIE, readChatPlace } from '@/tasks/chat-place';
import { TasksScreen } from '@/tasks/TasksScreen';

export const metadata: Metadata = {
  title: 'Tasks',
  description:
    'Your tasks beside an assistant that adds, finds, moves and completes them with you.',
};

export default async function Tasks() {
  await requireUser('/tasks');
  const initialChat = readChatPlace((await cookies()).get(CHAT_COOKIE)?.value);
  return <TasksScreen initialChat={initialChat} />;
}
