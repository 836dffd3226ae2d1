using Microsoft.EntityFrameworkCore;

namespace Metropool.Hosting.Idempotency;

/// <summary>
/// The response to a request with an <c>Idempotency-Key</c>. The row is also the lock for which a concurrent request with the same key waits.
/// </summary>
internal sealed class IdempotentResponse
{
    /// <summary>A digest of caller, organisation, method, path and key.</summary>
    public required byte[] Id { get; init; }

    /// <summary>The caller, for erasure.</summary>
    public required string Caller { get; init; }

    /// <summary>A digest of the request's content.</summary>
    public required byte[] Content { get; init; }

    /// <summary>Until when it is stored, in system time.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The HTTP status; 0 while the request is executed.</summary>
    public required int Status { get; init; }

    public string? ContentType { get; init; }

    public string? Location { get; init; }

    public string? ETag { get; init; }

    /// <summary>The body; null where it isn't stored, or was erased.</summary>
    public byte[]? Body { get; init; }
}

/// <summary>The table of responses in a service's database.</summary>
internal static class IdempotentResponseModel
{
    /// <summary>Adds the table. Its names don't follow the service's naming convention, because it is used in SQL.</summary>
    public static void AddIdempotentResponses(this ModelBuilder model) => model.Entity<IdempotentResponse>(response =>
    {
        response.ToTable("idempotent_responses");
        response.HasKey(a => a.Id).HasName("pk_idempotent_responses");
        response.Property(a => a.Id).HasColumnName("id").ValueGeneratedNever();
        response.Property(a => a.Caller).HasColumnName("caller");
        response.Property(a => a.Content).HasColumnName("content");
        response.Property(a => a.ExpiresAt).HasColumnName("expires_at");
        response.Property(a => a.Status).HasColumnName("status");
        response.Property(a => a.ContentType).HasColumnName("content_type");
        response.Property(a => a.Location).HasColumnName("location");
        response.Property(a => a.ETag).HasColumnName("etag");
        response.Property(a => a.Body).HasColumnName("body");
        response.HasIndex(a => a.Caller).HasDatabaseName("ix_idempotent_responses_caller");
        response.HasIndex(a => a.ExpiresAt).HasDatabaseName("ix_idempotent_responses_expires_at");
    });
}
