namespace Sluice.Lake;

/// <summary>A lake definition cannot be used. Has every error found, not only the first.</summary>
public sealed class LakeDefinitionException : Exception
{
    /// <summary>Creates the exception of the errors found.</summary>
    public LakeDefinitionException(IReadOnlyList<LakeDefinitionError> errors)
        : base(
            $"The lake definition has {errors.Count} {(errors.Count == 1 ? "error" : "errors")}:"
            + string.Concat(errors.Select(e => $"\n  {e}")))
        => Errors = errors;

    /// <summary>All that is wrong, in the order of the descriptor.</summary>
    public IReadOnlyList<LakeDefinitionError> Errors { get; }
}
