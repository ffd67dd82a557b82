import type { Metadata } from 'next';
import { requireUser } from '@/auth/session';
import { ChatScreen } from '@/chat/ChatScreen';

export const metadata: Metadata = {
  title: 'Assistant',
  description: 'Talk to the assistant about your tasks, and look back at earlier conversations.',
};

export default async function Chat() {
  await requireUser('/chatkit');
  return <ChatScreen />;
}
