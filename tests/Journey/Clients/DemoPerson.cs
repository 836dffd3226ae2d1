namespace Metropool.Journey.Clients;

/// <summary>An account that was created for a demonstration.</summary>
internal sealed record DemoPerson(Guid PersonId, string UserName, string DisplayName, string Password);
