namespace Sluice.Lake.Definition;

/// <summary>What becomes of a file whose columns have no names, though its dialect does not say so: <c>sluice:header</c>.</summary>
public enum HeaderPolicy
{
    /// <summary>It is refused.</summary>
    Required,

    /// <summary>Its columns are matched by their order, if their number and their values fit.</summary>
    Auto,
}
