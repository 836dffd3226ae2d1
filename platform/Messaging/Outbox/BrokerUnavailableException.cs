namespace Metropool.Messaging.Outbox;

/// <summary>The broker can't be reached, doesn't answer, or doesn't accept messages at the moment. The cause is never a single message.</summary>
internal sealed class BrokerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
