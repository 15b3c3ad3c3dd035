using Microsoft.OData;
using Microsoft.OData.Edm;
using Microsoft.OData.UriParser;

namespace Sluice.Analytics.Translation;

/// <summary>
/// Keeps the parser from converting both operands to one type, which would round decimals to 32 bits and refuse long numbers.
/// <see cref="Numbers"/> decides the types instead. Also keeps the texts of keys.
/// </summary>
internal sealed class NumberResolver : ODataUriResolver
{
    /// <summary>Creates a resolver.</summary>
    public NumberResolver() => EnableCaseInsensitive = false;

    /// <summary>The texts of the keys of a path, in the order of the path, by property.</summary>
    public List<IReadOnlyDictionary<string, string>> Keys { get; } = [];

    /// <inheritdoc/>
    public override bool EnableCaseInsensitive { get; set; }

    /// <inheritdoc/>
    public override void PromoteBinaryOperandTypes(
        BinaryOperatorKind binaryOperatorKind, ref SingleValueNode left, ref SingleValueNode right, out IEdmTypeReference? typeReference)
    {
        if (binaryOperatorKind == BinaryOperatorKind.Has)
        {
            throw new ODataException("the operator has is not supported, because no property is an enumeration.");
        }

        if (!IsNumber(left) || !IsNumber(right))
        {
            base.PromoteBinaryOperandTypes(binaryOperatorKind, ref left, ref right, out typeReference);
        }
        else if (binaryOperatorKind is BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply
            or BinaryOperatorKind.Divide or BinaryOperatorKind.Modulo)
        {
            typeReference = Widest(left.TypeReference, right.TypeReference);
        }
        else if (binaryOperatorKind is BinaryOperatorKind.And or BinaryOperatorKind.Or)
        {
            throw new ODataException($"{binaryOperatorKind.ToString().ToLowerInvariant()} takes conditions, not numbers.");
        }
        else
        {
            typeReference = EdmCoreModel.Instance.GetBoolean(left.TypeReference.IsNullable || right.TypeReference.IsNullable);
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, object>> ResolveKeys(
        IEdmEntityType type, IList<string> positionalValues, Func<IEdmTypeReference, string, object> convertFunc)
    {
        Keys.Add(type.Key().Select(k => k.Name).Zip(positionalValues).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal));
        return base.ResolveKeys(type, positionalValues, convertFunc);
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, object>> ResolveKeys(
        IEdmEntityType type, IDictionary<string, string> namedValues, Func<IEdmTypeReference, string, object> convertFunc)
    {
        Keys.Add(namedValues.ToDictionary(StringComparer.Ordinal));
        return base.ResolveKeys(type, namedValues, convertFunc);
    }

    private static bool IsNumber(SingleValueNode node) =>
        node.TypeReference?.PrimitiveKind() is EdmPrimitiveTypeKind.Byte or EdmPrimitiveTypeKind.SByte
            or EdmPrimitiveTypeKind.Int16 or EdmPrimitiveTypeKind.Int32 or EdmPrimitiveTypeKind.Int64 or EdmPrimitiveTypeKind.Decimal
            or EdmPrimitiveTypeKind.Single or EdmPrimitiveTypeKind.Double;

    // The parser selects function overloads by this type.
    private static IEdmTypeReference Widest(IEdmTypeReference left, IEdmTypeReference right)
    {
        var nullable = left.IsNullable || right.IsNullable;
        return left.IsIntegral() && right.IsIntegral() ? EdmCoreModel.Instance.GetInt64(nullable)
            : left.IsDouble() || right.IsDouble() ? EdmCoreModel.Instance.GetDouble(nullable)
            : EdmCoreModel.Instance.GetDecimal(nullable);
    }
}
