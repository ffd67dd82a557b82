'use client';

import { useQuery } from '@tanstack/react-query';
import { failureWords } from '@/account/words';
import { type About, fetchAbout } from '@/api/about';
import { Queries } from '@/api/Queries';
import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { ConnectModel } from './ConnectModel';
import { Section } from './Section';

/** Which model answers, asked of the server itself. */
export function Connection({ apiUrl }: { apiUrl: string }) {
  return (
    <Queries>
      <Asked apiUrl={apiUrl} />
    </Queries>
  );
}

function Asked({ apiUrl }: { apiUrl: string }) {
  const about = useQuery({
    queryKey: ['about', apiUrl],
    queryFn: ({ signal }) => fetchAbout(apiUrl, signal),
    retry: false,
  });
  return (
    <Section id="assistant">
      <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-4 gap-y-2.5 text-sm">
        <Fact name="Model">{about.data ? modelName(about.data) : dash(about.isPending)}</Fact>
        <Fact name="Server">{apiUrl}</Fact>
        <Fact name="Version">{about.data?.version ?? dash(about.isPending)}</Fact>
      </dl>
      {about.error ? (
        <Banner
          tone="danger"
          className="mt-5"
          action={
            <Button busy={about.isFetching} onClick={() => void about.refetch()}>
              Try again
            </Button>
          }
        >
          {failureWords(about.error)}
        </Banner>
      ) : null}
      {about.data?.model.demo ? <ConnectModel /> : null}
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function modelName({ model }: About): string {
  return model.demo ? 'The built-in demo model' : model.name;
}

function dash(pending: boolean) {
  return <span className="text-ink-faint">{pending ? 'Asking the server' : 'Not known'}</span>;
}
