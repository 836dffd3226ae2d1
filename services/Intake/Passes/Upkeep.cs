using Metropool.Intake.Interests;
using Metropool.Mail.Links;

namespace Metropool.Intake.Passes;

/// <summary>Forgets by the system's clock, as mail goes by it: addresses that waited long enough for an edition, links that have ended, and messages that aren't counted any more.</summary>
internal sealed class Upkeep(InterestNews news, MailedLinks links, AskedMails asked, TimeProvider time) : IPass
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    public static string Over => "addresses and links whose time is over";

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await links.ClearAwayAsync(now, cancellationToken);
        await asked.ClearAwayAsync(now, cancellationToken);
        return await news.ForgetAsync(cancellationToken);
    }
}
