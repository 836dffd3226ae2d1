using MassTransit;
using MassTransit.Middleware;
using MassTransit.RetryPolicies;

namespace Metropool.Messaging.Faults;

/// <summary>
/// The retry policy of consumers. It is outside the inbox, so that every attempt has a new scope and transaction. A conflict is retried without a delay, a
/// limited number of times. During an outage of the database it waits, however long that takes; the outage doesn't count as a failure. After any other
/// failure, a message is retried after each of the delays, and then moved to the error queue.
/// </summary>
internal sealed class ConsumerRetry(DatabaseProbe database, RetryBusObserver bus, MessagingSettings settings) : IRetryPolicy
{
    public bool IsHandled(Exception exception) => true;

    public RetryPolicyContext<T> CreatePolicyContext<T>(T context)
        where T : class, PipeContext => new PolicyContext<T>(this, context);

    public void Probe(ProbeContext context) => context.Set(new { Policy = "Consumer", settings.ConflictRetries, settings.RetryDelays });

    /// <summary>
    /// A service that stops leaves the message in its queue. This throws, because MassTransit's retry filter acknowledges the message when its own token is
    /// cancelled, and the message would be lost.
    /// </summary>
    private void ThrowIfStopping() => bus.Stopping.ThrowIfCancellationRequested();

    private TimeSpan DelayAfter(int failures) =>
        settings.RetryDelays[Math.Min(failures, settings.RetryDelays.Count) - 1] * (0.75 + (Random.Shared.NextDouble() / 2));

    private sealed class PolicyContext<T>(ConsumerRetry policy, T context) : BaseRetryPolicyContext<T>(policy, context)
        where T : class, PipeContext
    {
        public override bool CanRetry(Exception exception, out RetryContext<T> retryContext)
        {
            policy.ThrowIfStopping();
            return base.CanRetry(exception, out retryContext);
        }

        protected override RetryContext<T> CreateRetryContext(Exception exception, CancellationToken cancellationToken) =>
            new Attempt<T>(policy, Context, exception, number: 0, conflicts: 0, failures: 0, cancellationToken);
    }

    /// <summary>The attempt after a failure.</summary>
    private sealed class Attempt<T> : BaseRetryContext<T>, RetryContext<T>
        where T : class, PipeContext
    {
        private readonly ConsumerRetry _policy;
        private readonly FailureKind _kind;
        private readonly TimeSpan _delay;
        private readonly int _conflicts;
        private int _failures;

        public Attempt(ConsumerRetry policy, T context, Exception exception, int number, int conflicts, int failures, CancellationToken cancellationToken)
            : base(context, exception, number, cancellationToken)
        {
            (_policy, _conflicts, _failures) = (policy, conflicts, failures);
            _kind = Failure.KindOf(exception);
            switch (_kind)
            {
                case FailureKind.Conflict when conflicts < policy.Settings.ConflictRetries:
                    _conflicts++;
                    _delay = TimeSpan.FromMilliseconds(Random.Shared.Next(1, 20 * _conflicts));
                    break;

                // PreRetry finds out whether this is an outage.
                case FailureKind.Database:
                    _delay = failures == 0 ? TimeSpan.Zero : policy.DelayAfter(failures);
                    break;

                default:
                    _failures++;
                    _delay = policy.DelayAfter(_failures);
                    break;
            }
        }

        public override async Task PreRetry()
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken, _policy.Bus.Stopping);
            await Task.Delay(_delay, waiting.Token);
            if (_kind == FailureKind.Database && !await _policy.Database.WaitUntilAvailableAsync(waiting.Token))
            {
                _failures++;
            }
        }

        public bool CanRetry(Exception exception, out RetryContext<T> retryContext)
        {
            _policy.ThrowIfStopping();
            var next = new Attempt<T>(_policy, Context, exception, RetryCount + 1, _conflicts, _failures, CancellationToken);
            retryContext = next;
            return next._failures <= _policy.Settings.RetryDelays.Count;
        }
    }

    private DatabaseProbe Database => database;

    private RetryBusObserver Bus => bus;

    private MessagingSettings Settings => settings;
}
