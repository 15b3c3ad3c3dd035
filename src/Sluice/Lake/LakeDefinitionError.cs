namespace Sluice.Lake;

/// <summary>One thing that is wrong with a lake definition.</summary>
/// <param name="File">The descriptor that has it, relative to the lake definition's folder (<c>schemas/ads.json</c>).</param>
/// <param name="Pointer">Where in it, as a JSON pointer (RFC 6901); empty for the whole document.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record LakeDefinitionError(string File, string Pointer, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}#{Pointer}: {Message}";
}
