namespace Sluice.Benchmarks.Inference;

/// <summary>Who is right about the type of a column.</summary>
internal enum TypeVerdict
{
    /// <summary>Both have the same type.</summary>
    Same,

    /// <summary>Ours is narrower, and all values have it.</summary>
    OursNarrower,

    /// <summary>Ours keeps what theirs would change: leading zeros, signs, digits.</summary>
    OursKeeps,

    /// <summary>Theirs is narrower than some values, which it cannot read.</summary>
    TheirsTooNarrow,

    /// <summary>Theirs is narrower, and keeps all values.</summary>
    TheirsNarrower,

    /// <summary>Both types read all values, and mean another thing.</summary>
    Equal,

    /// <summary>Ours is narrower than some values, which would be rejects.</summary>
    OursTooNarrow,
}
