namespace Sluice.Lake;

/// <summary>
/// What becomes of loaded rows that the definition of today would make differently: <c>sluice:onDefinitionChange</c>. In any case, a new
/// upload of the file replaces them.
/// </summary>
public enum DefinitionChangePolicy
{
    /// <summary>They stay until somebody reloads the file.</summary>
    Keep,

    /// <summary>The sweep reloads their files, a limited number each time.</summary>
    Reload,
}
