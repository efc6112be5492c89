package io.veto.perf.restart;

/**
 * One start of a server, in milliseconds.
 *
 * @param plan     to look at the folder.
 * @param snapshot to load it.
 * @param replay   to score the tail again.
 * @param opened   from the beginning of the server's work to the open port, the three parts before included.
 * @param listened from the start of the process to the line that says that the port is open.
 * @param answered from the start of the process to the first answer over TCP.
 */
record RestartRun(double plan, double snapshot, double replay, double opened, double listened, double answered)
{
    /** Parts of a start, in their order. */
    enum Part
    {
        /** Java itself, and what the server does before it opens the folder. */
        JAVA("Java")
        {
            @Override
            double ms(final RestartRun run)
            {
                return run.listened - run.opened;
            }
        },
        /** Looks at everything that decides how the state is brought back. */
        PLAN("plan")
        {
            @Override
            double ms(final RestartRun run)
            {
                return run.plan;
            }
        },
        /** Loads the snapshot. */
        SNAPSHOT("snapshot")
        {
            @Override
            double ms(final RestartRun run)
            {
                return run.snapshot;
            }
        },
        /** Scores the tail again. */
        REPLAY("replay of the tail")
        {
            @Override
            double ms(final RestartRun run)
            {
                return run.replay;
            }
        },
        /** Opens the journal and the port. */
        OPEN("journal, port")
        {
            @Override
            double ms(final RestartRun run)
            {
                return run.opened - run.plan - run.snapshot - run.replay;
            }
        },
        /** Connects and asks. */
        ANSWER("connect and ask")
        {
            @Override
            double ms(final RestartRun run)
            {
                return run.answered - run.listened;
            }
        },
        /** All of it. */
        ALL("first answer")
        {
            @Override
            double ms(final RestartRun run)
            {
                return run.answered;
            }
        };

        private final String label;

        Part(final String label)
        {
            this.label = label;
        }

        String label()
        {
            return label;
        }

        abstract double ms(RestartRun run);
    }
}
