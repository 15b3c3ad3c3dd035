using System.Text.RegularExpressions;
using Microsoft.OData;
using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Translation;

/// <summary>Calls of the parser of OData.</summary>
internal static partial class Parsing
{
    private const int MaxQuoted = 300;

    /// <summary>
    /// Makes a refusal of whatever the parser throws: it also throws exceptions that are not its own at texts that are wrong.
    /// </summary>
    /// <param name="option">The option that is parsed.</param>
    /// <param name="text">Its text.</param>
    /// <param name="parse">Parses it.</param>
    /// <exception cref="QueryRefusedException">The text is wrong.</exception>
    public static T Guard<T>(string option, string text, Func<T> parse)
    {
        try
        {
            return parse();
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

    /// <summary>What a message of the parser says to the one who asks; <see langword="null"/> if it is about the parser itself.</summary>
    private static string? Message(string message, string text)
    {
        // First cut: it quotes the request, and the patterns take the square of the length of a name in it.
        var shown = message.Length <= MaxQuoted ? message : message[..MaxQuoted] + "…";
        return Internal().Matches(shown).Any(m => !text.Contains(m.Value, StringComparison.Ordinal)) ? null
            : Signatures().Match(shown) is { Success: true } function
                ? $"there is no function {function.Groups[1].Value} of these values here."
            : Types().Match(shown) is { Success: true } type ? $"there is no type {type.Groups[1].Value} here."
            : Properties().Match(shown) is { Success: true } property
                ? $"there is no property '{property.Groups[1].Value}' of {property.Groups[2].Value} here."
            : Methods().Match(shown) is { Success: true } method
                ? $"there is no aggregation method {method.Groups[1].Value}; there are {Aggregates.Methods}."
            : Operands().Match(shown) is { Success: true } operands
                ? $"{Operator(operands.Groups[3].Value)} does not go with values of the types "
                    + $"{operands.Groups[1].Value} and {operands.Groups[2].Value}."
            : Operand().Match(shown) is { Success: true } operand
                ? $"{Operator(operand.Groups[2].Value)} does not go with a value of the type {operand.Groups[1].Value}."
            : Lists().IsMatch(shown)
                ? "a list has literals of the type of what is looked for, with commas between them: (1,2) or ('a','b')."
            : Nulls().IsMatch(shown) ? "null is in a list, and what is looked for is never null."
            : shown;
    }

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

    // "An internal error 'TypePromotionUtils_…' occurred.", and whatever else names what the parser is made of. A name in quotes, or after
    // a point, is one of the request or of the lake definition, which may end as those of the parser's types do.
    [GeneratedRegex(@"internal error|Microsoft\.OData|(?<![\w.'])\w+(?:Utils|Node|Token|Binder)\b")]
    private static partial Regex Internal();

    // It goes on with a list of all functions of that name.
    [GeneratedRegex(@"^No function signature for the function with name '([\w.]+)'")]
    private static partial Regex Signatures();

    // With the name of the type, or that of the groups of a set.
    [GeneratedRegex(@"^Could not find a property named '([^']*)' on type '(?:\w+\.)?([^']*)'")]
    private static partial Regex Properties();

    // What follows a name and a point, or is in a cast, is taken for a type.
    [GeneratedRegex("^The child type '([^']*)' in a cast was not an entity type")]
    private static partial Regex Types();

    // The parser reads a list as JSON. A literal is quoted by its place in the list: see NumberLists.
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
