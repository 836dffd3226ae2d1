using System.Diagnostics.CodeAnalysis;

namespace Metropool.Http;

/// <summary>The result of a decision: a value or a refusal.</summary>
public readonly struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    /// <summary>The refusal; null where there is a value.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is a refusal.</exception>
    public T Value => Refusal is null ? _value! : throw new InvalidOperationException($"Refused: {Refusal.Code}");

    /// <summary>Returns true with the refusal, or false with the value.</summary>
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
