namespace Sluice.Lake.Definition;

/// <summary>A lake definition cannot be used. Lists every error, not only the first.</summary>
public sealed class LakeDefinitionException : Exception
{
    /// <summary>Creates the exception from all errors.</summary>
    public LakeDefinitionException(IReadOnlyList<LakeDefinitionError> errors)
        : base(
            $"The lake definition has {errors.Count} {(errors.Count == 1 ? "error" : "errors")}:"
            + string.Concat(errors.Select(e => $"\n  {e}")))
        => Errors = errors;

    /// <summary>All errors, in the order of the descriptor.</summary>
    public IReadOnlyList<LakeDefinitionError> Errors { get; }
}
