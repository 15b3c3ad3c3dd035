namespace Sluice.Lake.Definition;

/// <summary>One error in a lake definition.</summary>
/// <param name="File">The descriptor file, relative to the lake definition's folder (<c>schemas/ads.json</c>).</param>
/// <param name="Pointer">The place in the file, as a JSON pointer (RFC 6901); empty for the whole document.</param>
/// <param name="Message">What is wrong, and what is expected.</param>
public sealed record LakeDefinitionError(string File, string Pointer, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}#{Pointer}: {Message}";
}
