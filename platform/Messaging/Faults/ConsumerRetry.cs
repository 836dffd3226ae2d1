using MassTransit;
using MassTransit.Middleware;
using MassTransit.RetryPolicies;

namespace Metropool.Messaging.Faults;

/// <summary>
/// When a message is tried again. Outside the inbox, so that every try has a fresh scope and transaction, and the only place that retries.
/// A conflict is done again at once, a few times. A database that is away is waited for, however long that takes, and counts as no try.
/// Everything else has as many tries as there are pauses, and then ends in the error queue.
/// </summary>
internal sealed class ConsumerRetry(DatabaseProbe database, RetryBusObserver bus, MessagingSettings settings) : IRetryPolicy
{
    public bool IsHandled(Exception exception) => true;

    public RetryPolicyContext<T> CreatePolicyContext<T>(T context)
        where T : class, PipeContext => new PolicyContext<T>(this, context);

    public void Probe(ProbeContext context) => context.Set(new { Policy = "Consumer", settings.ConflictTries, settings.RetryPauses });

    /// <summary>
    /// A service that stops leaves the message in its queue: only what was tried to the end may go to the error queue. This is thrown, and not
    /// given to MassTransit as a token to watch: its retry filter then returns as if the message had been looked at, and the message is gone.
    /// </summary>
    private void ThrowIfStopping() => bus.Stopping.ThrowIfCancellationRequested();

    private TimeSpan PauseAfter(int failures) =>
        settings.RetryPauses[Math.Min(failures, settings.RetryPauses.Count) - 1] * (0.75 + (Random.Shared.NextDouble() / 2));

    private sealed class PolicyContext<T>(ConsumerRetry policy, T context) : BaseRetryPolicyContext<T>(policy, context)
        where T : class, PipeContext
    {
        public override bool CanRetry(Exception exception, out RetryContext<T> retryContext)
        {
            policy.ThrowIfStopping();
            return base.CanRetry(exception, out retryContext);
        }

        protected override RetryContext<T> CreateRetryContext(Exception exception, CancellationToken cancellationToken) =>
            new Try<T>(policy, Context, exception, number: 0, conflicts: 0, failures: 0, cancellationToken);
    }

    /// <summary>The try that follows a failure.</summary>
    private sealed class Try<T> : BaseRetryContext<T>, RetryContext<T>
        where T : class, PipeContext
    {
        private readonly ConsumerRetry _policy;
        private readonly FailureKind _kind;
        private readonly TimeSpan _pause;
        private readonly int _conflicts;
        private int _failures;

        public Try(ConsumerRetry policy, T context, Exception exception, int number, int conflicts, int failures, CancellationToken cancellationToken)
            : base(context, exception, number, cancellationToken)
        {
            (_policy, _conflicts, _failures) = (policy, conflicts, failures);
            _kind = Failure.KindOf(exception);
            switch (_kind)
            {
                case FailureKind.Conflict when conflicts < policy.Settings.ConflictTries:
                    _conflicts++;
                    _pause = TimeSpan.FromMilliseconds(Random.Shared.Next(1, 20 * _conflicts));
                    break;

                // Whether it counts is known once the database was asked. The first time that is at once.
                case FailureKind.Database:
                    _pause = failures == 0 ? TimeSpan.Zero : policy.PauseAfter(failures);
                    break;

                default:
                    _failures++;
                    _pause = policy.PauseAfter(_failures);
                    break;
            }
        }

        public override async Task PreRetry()
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken, _policy.Bus.Stopping);
            await Task.Delay(_pause, waiting.Token);
            if (_kind == FailureKind.Database && !await _policy.Database.WaitUntilThereAsync(waiting.Token))
            {
                _failures++;
            }
        }

        public bool CanRetry(Exception exception, out RetryContext<T> retryContext)
        {
            _policy.ThrowIfStopping();
            var next = new Try<T>(_policy, Context, exception, RetryCount + 1, _conflicts, _failures, CancellationToken);
            retryContext = next;
            return next._failures <= _policy.Settings.RetryPauses.Count;
        }
    }

    private DatabaseProbe Database => database;

    private RetryBusObserver Bus => bus;

    private MessagingSettings Settings => settings;
}
