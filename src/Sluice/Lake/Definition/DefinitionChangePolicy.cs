namespace Sluice.Lake.Definition;

/// <summary>
/// What becomes of rows that are no longer current because the definition has changed: <c>sluice:onDefinitionChange</c>. In any case, a
/// new upload of their file replaces them.
/// </summary>
public enum DefinitionChangePolicy
{
    /// <summary>They stay until somebody reloads the file.</summary>
    Keep,

    /// <summary>The sweep reloads their files, a limited number each time.</summary>
    Reload,
}
