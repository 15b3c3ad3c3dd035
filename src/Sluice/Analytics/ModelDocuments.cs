using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Xml;
using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;
using Sluice.Analytics.Model;

namespace Sluice.Analytics;

/// <summary>The model as documents for clients.</summary>
public sealed class ModelDocuments
{
    private readonly ConditionalWeakTable<IEdmModel, ModelDocuments> known = [];

    /// <summary>Writes the documents once.</summary>
    public ModelDocuments(AnalyticsModel model)
        : this(model.Edm) => known.Add(model.Edm, this);

    private ModelDocuments(IEdmModel model)
    {
        Xml = WriteXml(model);
        Json = WriteJson(model);
    }

    /// <summary>The model as CSDL XML (OData CSDL XML 4.0).</summary>
    public ReadOnlyMemory<byte> Xml { get; }

    /// <summary>The model as CSDL JSON (OData CSDL JSON 4.01).</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The documents of a model: these, or others, which are kept as long as the model.</summary>
    public ModelDocuments Of(AnalyticsModel model) => known.GetValue(model.Edm, m => new ModelDocuments(m));

    private static byte[] WriteXml(IEdmModel model)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false) }))
        {
            Check(CsdlWriter.TryWriteCsdl(model, xml, CsdlTarget.OData, out var errors), errors);
        }

        return stream.ToArray();
    }

    private static byte[] WriteJson(IEdmModel model)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            Check(CsdlWriter.TryWriteCsdl(model, json, new CsdlJsonWriterSettings { IsIeee754Compatible = false }, out var errors), errors);
        }

        return stream.ToArray();
    }

    private static void Check(bool isWritten, IEnumerable<Microsoft.OData.Edm.Validation.EdmError> errors)
    {
        if (!isWritten)
        {
            throw new InvalidOperationException($"The model cannot be written: {string.Join(' ', errors.Select(e => e.ErrorMessage))}");
        }
    }
}
