using System.Text.Json.Nodes;
using Sluice.Analytics.Profiles;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>The JSON Schema of a profile, for the OpenAPI document.</summary>
internal static class ProfileSchema
{
    /// <summary>Its name. No set has it, because names of sets have no hyphens.</summary>
    public const string Name = "table-profile";

    /// <summary>Creates it.</summary>
    public static JsonObject Create() => JsonNode.Parse(
        $$"""
        {
          "type": "object",
          "description": "What the values of the columns of a set look like. What does not apply to a column is left out.",
          "required": ["set", "rows", "asOf", "columns"],
          "additionalProperties": false,
          "properties": {
            "set": { "type": "string" },
            "rows": { "type": "integer" },
            "asOf": {
              "type": ["string", "null"], "format": "date-time",
              "description": "The end of the newest load that may have changed the rows"
            },
            "columns": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["name", "type", "nulls", "distinct"],
                "additionalProperties": false,
                "properties": {
                  "name": { "type": "string" },
                  "type": { "type": "string", "description": "The OData type, such as Edm.Int64" },
                  "nulls": { "type": "integer", "description": "How many rows have no value" },
                  "distinct": { "type": "integer", "description": "How many different values there are" },
                  "approximate": { "const": true, "description": "Whether distinct is an estimate" },
                  "min": { "type": ["number", "string"] },
                  "max": { "type": ["number", "string"] },
                  "mean": { "type": "number", "description": "Without infinite values" },
                  "quartiles": {
                    "type": "array", "items": { "type": "number" }, "minItems": 3, "maxItems": 3,
                    "description": "Estimates; without infinite values"
                  },
                  "histogram": {
                    "type": "array", "maxItems": {{ProfileLimits.Bins}},
                    "description": "Parts of equal width. The end belongs only to the last one",
                    "items": {
                      "type": "object",
                      "required": ["from", "to", "rows"],
                      "properties": {
                        "from": { "type": ["number", "string"] },
                        "to": { "type": ["number", "string"] },
                        "rows": { "type": "integer" }
                      }
                    }
                  },
                  "top": {
                    "type": "array", "maxItems": {{ProfileLimits.Values}},
                    "description": "The most frequent values. A text is cut to {{ProfileLimits.Characters}} characters",
                    "items": {
                      "type": "object",
                      "required": ["value", "rows"],
                      "properties": { "value": { "type": ["string", "number", "boolean"] }, "rows": { "type": "integer" } }
                    }
                  },
                  "shortest": { "type": "integer", "description": "Characters of the shortest text" },
                  "longest": { "type": "integer", "description": "Characters of the longest text" },
                  "sensitive": { "const": true, "description": "Only nulls and distinct are told of a sensitive field" }
                }
              }
            },
            "rejects": {
              "type": "array",
              "description": "Datasets only: the kept rejects by rule and field",
              "items": {
                "type": "object",
                "required": ["rule", "field", "rows"],
                "properties": {
                  "rule": { "type": "string" },
                  "field": { "type": ["string", "null"] },
                  "rows": { "type": "integer" }
                }
              }
            }
          }
        }
        """)!.AsObject();
}
