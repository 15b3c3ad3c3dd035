using Microsoft.OData.Edm;
using Sluice.Analytics.Model;

namespace Sluice.Analytics.Translation;

/// <summary>The type of the rows at some step of a request, in which the OData parser looks up names.</summary>
/// <param name="Model">The model of the type.</param>
/// <param name="Type">The type.</param>
/// <param name="Source">The set, if the rows are exactly those of a set.</param>
internal sealed record StageType(IEdmModel Model, IEdmEntityType Type, IEdmNavigationSource? Source)
{
    private const string Namespace = "Rows";

    /// <summary>The type of the current rows.</summary>
    public static StageType From(RowPipeline rows, IEdmModel service)
    {
        var set = service.EntityContainer.FindEntitySet(rows.Set.Name);
        if (rows is { IsEntity: true, IsComputed: false })
        {
            return new StageType(service, set.EntityType, set);
        }

        var model = new EdmModel();
        model.AddReferencedModel(service);
        var type = new EdmEntityType(Namespace, rows.Set.Name, rows.IsEntity ? set.EntityType : null);
        model.AddElement(type);
        var complex = new Dictionary<string, EdmComplexType>(StringComparer.Ordinal);
        foreach (var property in rows.Properties)
        {
            if (rows.IsEntity && property.Path.Count == 1 && rows.Set.Find(property.Path[0]) is not null)
            {
                continue;
            }

            Structure(model, type, complex, property.Path).AddStructuralProperty(
                property.Path[^1], EdmTypes.From(property.Type, property.Value.Nullable));
        }

        return new StageType(model, type, null);
    }

    // A group key that is a property of a related row keeps its nesting.
    private static EdmStructuredType Structure(
        EdmModel model, EdmStructuredType type, Dictionary<string, EdmComplexType> complex, IReadOnlyList<string> path)
    {
        for (var i = 1; i < path.Count; i++)
        {
            var name = string.Join('/', path.Take(i));
            if (!complex.TryGetValue(name, out var nested))
            {
                nested = new EdmComplexType(Namespace, $"row_{complex.Count}");
                model.AddElement(nested);
                complex.Add(name, nested);
                type.AddStructuralProperty(path[i - 1], new EdmComplexTypeReference(nested, isNullable: true));
            }

            type = nested;
        }

        return type;
    }
}
