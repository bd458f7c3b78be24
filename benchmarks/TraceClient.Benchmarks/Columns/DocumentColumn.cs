using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace TraceClient.Benchmarks;

/// <summary>A number that a run comes to for the document that it wrote or read.</summary>
/// <param name="name">The heading.</param>
/// <param name="legend">What the number says.</param>
/// <param name="priority">Its place among the columns of this kind.</param>
internal abstract class DocumentColumn(string name, string legend, int priority) : IColumn
{
    public string Id => GetType().Name;

    public string ColumnName => name;

    public string Legend => legend;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => priority;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase] is { } report && NumberOf(report, OtlpBenchmarks.DocumentOf(benchmarkCase)) is { } number
            ? number.ToString("N0", CultureInfo.InvariantCulture)
            : "?";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    /// <summary>The number; null when it was not measured.</summary>
    protected abstract double? NumberOf(BenchmarkReport report, OtlpDocument document);
}
