using Microsoft.EntityFrameworkCore;

namespace Metropool.Hosting.Idempotency;

/// <summary>What was answered to a request with an <c>Idempotency-Key</c>. The row is also the lock by which the same request waits for itself.</summary>
internal sealed class IdempotentAnswer
{
    /// <summary>A digest of caller, organisation, method, path and key.</summary>
    public required byte[] Id { get; init; }

    /// <summary>Whose it is, so that it can be erased with them.</summary>
    public required string Caller { get; init; }

    /// <summary>A digest of what was asked.</summary>
    public required byte[] Content { get; init; }

    /// <summary>Until when it is kept, in system time.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The HTTP status; 0 in the transaction that is at it.</summary>
    public required int Status { get; init; }

    public string? ContentType { get; init; }

    public string? Location { get; init; }

    public string? ETag { get; init; }

    /// <summary>The body; null where it isn't kept, or was removed with an erasure.</summary>
    public byte[]? Body { get; init; }
}

/// <summary>The table of answers in a service's database.</summary>
internal static class IdempotentAnswerTable
{
    /// <summary>Names are fixed, whatever naming convention the service has: it is written in SQL.</summary>
    public static void AddIdempotentAnswers(this ModelBuilder model) => model.Entity<IdempotentAnswer>(answer =>
    {
        answer.ToTable("idempotent_answers");
        answer.HasKey(a => a.Id).HasName("pk_idempotent_answers");
        answer.Property(a => a.Id).HasColumnName("id").ValueGeneratedNever();
        answer.Property(a => a.Caller).HasColumnName("caller");
        answer.Property(a => a.Content).HasColumnName("content");
        answer.Property(a => a.ExpiresAt).HasColumnName("expires_at");
        answer.Property(a => a.Status).HasColumnName("status");
        answer.Property(a => a.ContentType).HasColumnName("content_type");
        answer.Property(a => a.Location).HasColumnName("location");
        answer.Property(a => a.ETag).HasColumnName("etag");
        answer.Property(a => a.Body).HasColumnName("body");
        answer.HasIndex(a => a.Caller).HasDatabaseName("ix_idempotent_answers_caller");
        answer.HasIndex(a => a.ExpiresAt).HasDatabaseName("ix_idempotent_answers_expires_at");
    });
}
