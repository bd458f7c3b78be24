using System.Xml;

namespace TraceClient.Tool;

/// <summary>Writes the results as a JUnit report: a test suite for the run, and a test case for each trace and check.</summary>
internal sealed class JunitReport(
    string policy, IReadOnlyList<string> checks, IReadOnlyList<AssertResult> results, IReadOnlyList<ErrorReport> errors)
{
    private const string Suite = "tracectl assert";

    /// <summary>Returns the file to write.</summary>
    /// <exception cref="UsageException">The path is an address.</exception>
    public static ExportTarget TargetOf(string path) => ExportTarget.Of(path, "json") is { IsCollector: false } target
        ? target
        : throw new UsageException("Invalid value for --junit. Use a file, or - for standard output.");

    public async Task WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        var settings = new XmlWriterSettings { Async = true, Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false) };
        await using var xml = XmlWriter.Create(output, settings);
        await xml.WriteStartDocumentAsync();
        xml.WriteStartElement("testsuites");
        WriteCounts(xml);
        xml.WriteStartElement("testsuite");
        WriteCounts(xml);
        xml.WriteAttributeString("skipped", "0");
        foreach (var result in results)
        {
            foreach (var check in checks)
                Write(xml, result, check);
            cancellationToken.ThrowIfCancellationRequested();
        }

        foreach (var error in AllErrors())
            Write(xml, error);
        xml.WriteEndElement();
        xml.WriteEndElement();
        await xml.WriteEndDocumentAsync();
    }

    private void WriteCounts(XmlWriter xml)
    {
        xml.WriteAttributeString("name", Text($"{Suite} {Path.GetFileName(policy)}"));
        Number(xml, "tests", (results.Count * checks.Count) + AllErrors().Count());
        Number(xml, "failures", results.Sum(result => result.FailedChecks.Count));
        Number(xml, "errors", AllErrors().Count());
        xml.WriteAttributeString("time", "0");
    }

    // Without a trace nothing was checked, which must not pass for a success.
    private IEnumerable<ErrorReport> AllErrors() => results.Count == 0 && errors.Count == 0
        ? [new ErrorReport(ExitCodes.Failure, "nothing-checked", "No traces found: nothing was checked.")]
        : errors;

    private static void Write(XmlWriter xml, AssertResult result, string check)
    {
        WriteCase(xml, result.Reference.ToString(), check);
        if (result.FailedChecks.FirstOrDefault(failed => failed.Name == check) is { } failed)
        {
            xml.WriteStartElement("failure");
            var others = failed.Violations == 1 ? "" : $" ({failed.Violations} violations)";
            xml.WriteAttributeString("message", Text($"{failed.FirstViolation}{others}"));
            xml.WriteAttributeString("type", Text(check));
            xml.WriteString(Text(failed.Message));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, ErrorReport error)
    {
        WriteCase(xml, error.Source ?? Suite, "read");
        xml.WriteStartElement("error");
        xml.WriteAttributeString("message", Text(TerminalText.OneLine(error.Message)));
        xml.WriteAttributeString("type", error.Code);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, string className, string name)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Text(className));
        xml.WriteAttributeString("name", Text(name));
        xml.WriteAttributeString("time", "0");
    }

    private static void Number(XmlWriter xml, string name, int value) =>
        xml.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Replaces the characters that XML does not allow.</summary>
    private static string Text(string text)
    {
        var valid = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
                valid.Append(text[i]);
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                valid.Append(text[i]).Append(text[++i]);
            else
                valid.Append('\ufffd');
        }

        return valid.ToString();
    }
}
