using Sluice.Lake;
using Sluice.Lake.Reading;
using Sluice.Validation.Fields;

namespace Sluice.Validation;

/// <summary>The file that a lake definition is in.</summary>
public static class LakeDefinitionFile
{
    /// <summary>Reads a lake definition and all that it refers to, and checks it, down to the values that its constraints name.</summary>
    /// <param name="path">The path of <c>datapackage.json</c>.</param>
    /// <exception cref="LakeDefinitionException">It cannot be used; has every error at once.</exception>
    public static LakeDefinition Load(string path) => new LakeDefinitionReader(FieldRules.Check).Read(path);
}
