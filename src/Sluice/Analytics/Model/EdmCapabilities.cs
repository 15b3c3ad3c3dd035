using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;
using Microsoft.OData.Edm.Vocabularies;

namespace Sluice.Analytics.Model;

/// <summary>
/// Says in the model what requests can ask for, in the terms of the standard vocabularies. Clients read it to leave work to the service.
/// </summary>
/// <param name="model">The model.</param>
internal sealed class EdmCapabilities(EdmModel model)
{
    /// <summary>The vocabulary of capabilities.</summary>
    public const string Capabilities = "Org.OData.Capabilities.V1";

    /// <summary>The vocabulary of aggregation.</summary>
    public const string Aggregation = "Org.OData.Aggregation.V1";

    private const string Intermediate = "Intermediate";

    private static readonly string[] Formats =
        ["application/json", "text/csv", "application/vnd.apache.parquet", "application/vnd.apache.arrow.stream"];

    private static readonly string[] Functions =
    [
        "contains", "endswith", "startswith", "length", "indexof", "substring", "tolower", "toupper", "trim", "concat", "matchesPattern",
        "year", "month", "day", "hour", "minute", "second", "fractionalseconds", "date", "time", "totalseconds", "totaloffsetminutes",
        "now", "mindatetime", "maxdatetime", "round", "floor", "ceiling", "cast", "isof", "case",
    ];

    /// <summary>The transformations of <c>$apply</c>.</summary>
    public static IReadOnlyList<string> Transformations { get; } =
    [
        "aggregate", "bottomcount", "bottompercent", "bottomsum", "compute", "concat", "filter", "groupby", "identity", "orderby", "search",
        "skip", "top", "topcount", "toppercent", "topsum",
    ];

    /// <summary>Adds what applies to all sets.</summary>
    /// <param name="container">The container of the sets.</param>
    /// <param name="methods">The methods of aggregation that the standard does not have.</param>
    public void Annotate(IEdmEntityContainer container, IEnumerable<string> methods)
    {
        var levels = new EdmEnumType(Capabilities, "ConformanceLevelType");
        levels.AddMember("Minimal", new EdmEnumMemberValue(0));
        var level = levels.AddMember(Intermediate, new EdmEnumMemberValue(1));
        Add(container, Capabilities, "ConformanceLevel", new EdmEnumTypeReference(levels, false), new EdmEnumMemberExpression(level));
        Add(container, Capabilities, "SupportedFormats", Formats);
        Add(container, Capabilities, "FilterFunctions", Functions);
        Add(container, Capabilities, "BatchSupported", true);
        Add(container, Capabilities, "BatchContinueOnErrorSupported", true);
        Add(container, Capabilities, "AsynchronousRequestsSupported", false);
        Add(container, Capabilities, "CrossJoinSupported", false);
        Add(
            container, Aggregation, "ApplySupported", ("Transformations", Texts(Transformations)),
            ("CustomAggregationMethods", Texts(methods)));
    }

    /// <summary>Adds what applies to a set.</summary>
    public void Annotate(IEdmEntitySet set)
    {
        Add(set, Capabilities, "InsertRestrictions", ("Insertable", new EdmBooleanConstant(false)));
        Add(set, Capabilities, "UpdateRestrictions", ("Updatable", new EdmBooleanConstant(false)));
        Add(set, Capabilities, "DeleteRestrictions", ("Deletable", new EdmBooleanConstant(false)));
        Add(set, Capabilities, "CountRestrictions", ("Countable", new EdmBooleanConstant(true)));
        Add(set, Capabilities, "FilterRestrictions", ("Filterable", new EdmBooleanConstant(true)));
        Add(set, Capabilities, "SortRestrictions", ("Sortable", new EdmBooleanConstant(true)));
        Add(set, Capabilities, "SearchRestrictions", ("Searchable", new EdmBooleanConstant(true)));
        Add(
            set, Capabilities, "ExpandRestrictions", ("Expandable", new EdmBooleanConstant(true)),
            ("MaxLevels", new EdmIntegerConstant(3)));
        Add(
            set, Capabilities, "SelectSupport", ("Supported", new EdmBooleanConstant(true)),
            ("ComputeSupported", new EdmBooleanConstant(true)));
        Add(set, Capabilities, "TopSupported", true);
        Add(set, Capabilities, "SkipSupported", true);
    }

    private static EdmCollectionExpression Texts(IEnumerable<string> texts) => new(texts.Select(t => new EdmStringConstant(t)));

    private void Add(IEdmVocabularyAnnotatable target, string vocabulary, string name, bool value) =>
        Add(target, vocabulary, name, EdmCoreModel.Instance.GetBoolean(false), new EdmBooleanConstant(value));

    private void Add(IEdmVocabularyAnnotatable target, string vocabulary, string name, IEnumerable<string> texts) =>
        Add(target, vocabulary, name, EdmCoreModel.GetCollection(EdmCoreModel.Instance.GetString(false)), Texts(texts));

    private void Add(
        IEdmVocabularyAnnotatable target, string vocabulary, string name,
        params IEnumerable<(string Name, IEdmExpression Value)> properties) =>
        Add(
            target, vocabulary, name, new EdmComplexTypeReference(new EdmComplexType(vocabulary, $"{name}Type"), false),
            new EdmRecordExpression(properties.Select(p => new EdmPropertyConstructor(p.Name, p.Value))));

    private void Add(IEdmVocabularyAnnotatable target, string vocabulary, string name, IEdmTypeReference type, IEdmExpression value)
    {
        var annotation = new EdmVocabularyAnnotation(target, new EdmTerm(vocabulary, name, type), value);
        annotation.SetSerializationLocation(model, EdmVocabularyAnnotationSerializationLocation.Inline);
        model.SetVocabularyAnnotation(annotation);
    }
}
