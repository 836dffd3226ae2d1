using Metropool.Identity.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Identity.Sessions;

/// <summary>A session in a browser. Its cookie is valid until the session ends.</summary>
internal sealed class SignInSession
{
    public required Guid SessionId { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Such as "Firefox op Windows"; never the complete user agent.</summary>
    public required string Browser { get; init; }

    public DateTimeOffset? EndedAt { get; set; }
}

internal sealed class SignInSessionConfiguration : IEntityTypeConfiguration<SignInSession>
{
    public void Configure(EntityTypeBuilder<SignInSession> builder)
    {
        builder.ToTable("sign_in_sessions");
        builder.HasKey(s => s.SessionId);
        builder.Property(s => s.Browser).HasMaxLength(100);
        builder.HasIndex(s => s.PersonId);
        builder.HasOne<Account>().WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
