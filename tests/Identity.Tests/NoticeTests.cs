using Metropool.Contracts.Intake;
using Metropool.Testing;

namespace Metropool.Identity.Tests;

/// <summary>Other services know no addresses: what they have to tell goes through Identity.</summary>
public sealed class NoticeTests(IdentityFixture identity)
{
    [Fact]
    public async Task A_candidate_is_mailed_what_Intake_has_to_tell_and_nobody_else_is()
    {
        var (email, personId) = await identity.RegisteredAsync();
        var (other, _) = await identity.RegisteredAsync();
        var before = identity.Mail.CountTo(other);

        await identity.PublishAsync(Notice(Some.Id(), "Voor niemand"));
        await identity.PublishAsync(Notice(personId, "Er is een besluit"));

        var mail = await identity.Mail.SayingAsync(email, "Log in om het te lezen.");
        Assert.Equal("Er is een besluit", mail.Subject);
        Assert.Equal(before, identity.Mail.CountTo(other));
    }

    private static CandidateNotified Notice(Guid personId, string subject) => new()
    {
        NotificationId = Some.Id(),
        Version = 1,
        OccurredAt = DateTimeOffset.UtcNow,
        PersonId = personId,
        Subject = subject,
        Text = "Log in om het te lezen.",
        UsefulDays = 7,
    };
}
