using System.Text.RegularExpressions;
using Microsoft.OData;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Translation;

/// <summary>Calls the OData parser and translates its errors.</summary>
internal static partial class Parsing
{
    private const int MaxQuoted = 300;

    /// <summary>
    /// Converts every exception of the parser to a refusal. For some invalid texts the parser throws exceptions other than its own.
    /// </summary>
    /// <param name="option">The name of the option.</param>
    /// <param name="text">Its text.</param>
    /// <param name="parse">Parses it.</param>
    /// <exception cref="QueryRefusedException">The text is not valid.</exception>
    public static T Guard<T>(string option, string text, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (ODataException exception) when (Signatures().Match(exception.Message) is { Success: true } function
            && function.Groups[1].Value.StartsWith("geo.", StringComparison.Ordinal))
        {
            throw QueryRefusedException.Unsupported($"The function {function.Groups[1].Value} is not supported.");
        }
        catch (ODataException exception) when (Message(exception.Message, text) is { } message)
        {
            throw new QueryRefusedException($"The query option {option} is wrong: {message}", exception);
        }
        catch (Exception exception) when (exception is not (QueryRefusedException or OutOfMemoryException))
        {
            throw new QueryRefusedException($"The query option {option} cannot be read.", exception);
        }
    }

    /// <summary>The parser's message in terms of the request; <see langword="null"/> if it is about the parser's internals.</summary>
    private static string? Message(string message, string text)
    {
        // Shorten it first: it quotes the request, and the patterns take quadratic time in the length of a name.
        var shown = message.Length <= MaxQuoted ? message : message[..MaxQuoted] + "…";
        return Internal().Matches(shown).Any(m => !text.Contains(m.Value, StringComparison.Ordinal)) ? null
            : Signatures().Match(shown) is { Success: true } function
                ? $"there is no function {NameOf(function.Groups[1].Value)} for these values."
            : Types().Match(shown) is { Success: true } type ? $"there is no type {type.Groups[1].Value} here."
            : Properties().Match(shown) is { Success: true } property
                ? $"there is no property '{property.Groups[1].Value}' of {property.Groups[2].Value} here."
            : Methods().Match(shown) is { Success: true } method
                ? $"there is no aggregation method {method.Groups[1].Value}; there are {Aggregates.Methods}."
            : Operands().Match(shown) is { Success: true } operands
                ? $"{Operator(operands.Groups[3].Value)} does not apply to values of the types "
                    + $"{operands.Groups[1].Value} and {operands.Groups[2].Value}."
            : Operand().Match(shown) is { Success: true } operand
                ? $"{Operator(operand.Groups[2].Value)} does not apply to a value of the type {operand.Groups[1].Value}."
            : Lists().IsMatch(shown)
                ? "a list must have literals of the type of the value before in, separated by commas: (1,2) or ('a','b')."
            : Nulls().IsMatch(shown) ? "the list has null, but the value before in is never null."
            : shown;
    }

    // See NewerSyntax.
    private static string NameOf(string function) => function == UriFunctions.Case ? "case" : function;

    private static string Operator(string kind) => kind switch
    {
        "Equal" => "eq",
        "NotEqual" => "ne",
        "GreaterThan" => "gt",
        "GreaterThanOrEqual" => "ge",
        "LessThan" => "lt",
        "LessThanOrEqual" => "le",
        "Subtract" => "sub",
        "Multiply" => "mul",
        "Divide" => "div",
        "Modulo" => "mod",
        "Negate" => "the sign -",
        _ => kind.ToLowerInvariant(),
    };

    // Names of the parser's internals, as in "An internal error 'TypePromotionUtils_…' occurred." Names in quotes or after a point are
    // excluded: they come from the request or the lake definition, and may end like the parser's types.
    [GeneratedRegex(@"internal error|Microsoft\.OData|(?<![\w.'])\w+(?:Utils|Node|Token|Binder)\b")]
    private static partial Regex Internal();

    // The message continues with a list of all functions of that name.
    [GeneratedRegex(@"^No function signature for the function with name '([\w.]+)'")]
    private static partial Regex Signatures();

    // The type is that of a set, or of its groups.
    [GeneratedRegex(@"^Could not find a property named '([^']*)' on type '(?:\w+\.)?([^']*)'")]
    private static partial Regex Properties();

    // The parser reads what follows a name and a point, or is in a cast, as a type.
    [GeneratedRegex("^The child type '([^']*)' in a cast was not an entity type")]
    private static partial Regex Types();

    // The parser reads a list as JSON. A number in the message is a position in the list; see NumberLists.
    [GeneratedRegex(@"JSON|IEEE754Compatible|^String item should be|^Cannot convert the literal '\d+' to the expected type")]
    private static partial Regex Lists();

    [GeneratedRegex("^A null value was found with the expected type")]
    private static partial Regex Nulls();

    [GeneratedRegex("^Unrecognized with '([^']*)'")]
    private static partial Regex Methods();

    [GeneratedRegex(
        @"^A binary operator with incompatible types was detected\. Found operand types '([^']*)' and '([^']*)' for operator kind '(\w+)'")]
    private static partial Regex Operands();

    [GeneratedRegex(@"^A unary operator with an incompatible type was detected\. Found operand type '([^']*)' for operator kind '(\w+)'")]
    private static partial Regex Operand();
}
