namespace Metropool.Journey.Clients;

/// <summary>An account made for a demonstration.</summary>
internal sealed record DemoPerson(Guid PersonId, string UserName, string DisplayName, string Password);
