namespace Metropool.Messaging.Outbox;

/// <summary>The broker can't be reached, doesn't answer, or takes no messages now: no message's fault.</summary>
internal sealed class BrokerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
