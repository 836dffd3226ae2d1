using System.Diagnostics.CodeAnalysis;

namespace Metropool.Http;

/// <summary>What a decision comes to: a value, or a refusal.</summary>
public readonly struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    /// <summary>Why not; null when there is a value.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The value, when there is no refusal.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T Value => Refusal is null ? _value! : throw new InvalidOperationException($"Refused: {Refusal.Code}");

    /// <summary>True with the refusal, or false with the value.</summary>
    public bool IsRefused([NotNullWhen(true)] out Refusal? refusal, [NotNullWhen(false)] out T? value)
    {
        (refusal, value) = (Refusal, _value);
        return refusal is not null;
    }

    /// <summary>A value.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A method returns the value itself; no named alternative is wanted.")]
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A refusal.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A method returns the refusal itself; no named alternative is wanted.")]
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}
