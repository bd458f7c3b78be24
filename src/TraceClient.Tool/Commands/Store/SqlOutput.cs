using System.Data.Common;
using Spectre.Console;

namespace TraceClient.Tool;

/// <summary>Writes the result of a query in the output format.</summary>
internal static class SqlOutput
{
    private const int MinTextWidth = 8;

    /// <summary>Writes the rows.</summary>
    /// <returns>Whether there are more rows than the limit.</returns>
    public static bool Write(CommandContext context, DbDataReader reader, int limit, CancellationToken cancellationToken)
    {
        string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        using var writer = WriterOf(context, Unique(names));
        for (var count = 0; reader.Read(); count++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (count == limit)
            {
                writer.Finish();
                return true;
            }

            writer.Write([.. Enumerable.Range(0, names.Length).Select(column => ValueOf(reader, column))]);
        }

        writer.Finish();
        return false;
    }

    private static RowWriter WriterOf(CommandContext context, string[] names) => context.Format switch
    {
        OutputFormat.Table => new TableRowWriter(context.Screen, names, context.IsWide),
        OutputFormat.Csv or OutputFormat.Rows => new CsvRowWriter(CsvOutput.Of(context), names),
        _ => new JsonRowWriter(JsonOutput.Array(context), names),
    };

    // JSON cannot have two members of one name.
    private static string[] Unique(string[] names)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        return [.. names.Select(name =>
        {
            var unique = name;
            for (var number = 2; !used.Add(unique); number++)
                unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
            return unique;
        })];
    }

    /// <summary>Returns a long, a double, a text, or null.</summary>
    private static object? ValueOf(DbDataReader reader, int column)
    {
        object value;
        try
        {
            value = reader.GetValue(column);
        }
        catch (Exception exception) when (exception is InvalidCastException or NotSupportedException or OverflowException)
        {
            throw new UsageException(
                $"The column '{TerminalText.OneLine(reader.GetName(column))}' has a value of type {reader.GetDataTypeName(column)} "
                    + "that cannot be shown. Convert it to text.",
                "tracectl sql --help");
        }

        return value switch
        {
            DBNull => null,
            byte[] bytes => $"x'{Convert.ToHexStringLower(bytes)}'",
            double number when !double.IsFinite(number) => number.ToString(CultureInfo.InvariantCulture),
            long or double or string => value,
            int or short => Convert.ToInt64(value, CultureInfo.InvariantCulture),
            float number when !float.IsFinite(number) => number.ToString(CultureInfo.InvariantCulture),
            float number => double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
            TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
            decimal number when number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue => (long)number,
            decimal number => (double)number,
            DateTime { Kind: DateTimeKind.Utc } time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
            DateTime time when time == time.Date => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Array items => $"[{string.Join(", ", items.Cast<object?>())}]",
            IFormattable formattable => formattable.ToString(format: null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
    }

    private abstract class RowWriter : IDisposable
    {
        public abstract void Write(object?[] row);

        public abstract void Finish();

        public virtual void Dispose()
        {
        }
    }

    private sealed class TableRowWriter(Screen screen, string[] names, bool isWide) : RowWriter
    {
        private TableWriter? _table;

        public override void Write(object?[] row)
        {
            // Numbers are right-aligned; what a column has, the first row shows.
            _table ??= new TableWriter(screen, [.. names.Select((name, i) => new Column(
                TerminalText.OneLine(name),
                IsRight: row[i] is long or double,
                MinWidth: row[i] is long or double || isWide ? null : Math.Max(MinTextWidth, TerminalText.OneLine(name).GetCellWidth())))]);
            _table.Row([.. row.Select(value => value is null ? ("NULL", Styles.Dim) : (TextOf(value), Styles.Plain))]);
        }

        public override void Finish()
        {
            _table?.Finish();
            if (_table is null)
                screen.Line(("No rows.", Styles.Dim));
        }

        private static string TextOf(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
    }

    private sealed class CsvRowWriter : RowWriter
    {
        private readonly CsvOutput _csv;

        public CsvRowWriter(CsvOutput csv, string[] names)
        {
            _csv = csv;
            _csv.Header(names);
        }

        public override void Write(object?[] row) => _csv.Row(row.Select(value => value switch
        {
            long number => (CsvField)number,
            double number => number,
            _ => value as string,
        }));

        public override void Finish()
        {
        }
    }

    private sealed class JsonRowWriter(JsonOutput json, string[] names) : RowWriter
    {
        public override void Write(object?[] row) => json.Write(row, (writer, values) =>
        {
            writer.WriteStartObject();
            for (var i = 0; i < names.Length; i++)
            {
                writer.WritePropertyName(names[i]);
                if (values[i] is long whole)
                    writer.WriteNumberValue(whole);
                else if (values[i] is double number)
                    writer.WriteNumberValue(number);
                else
                    writer.WriteStringValue(values[i] as string);
            }

            writer.WriteEndObject();
        });

        public override void Finish() => json.Finish();

        public override void Dispose()
        {
            json.Dispose();
            base.Dispose();
        }
    }
}
