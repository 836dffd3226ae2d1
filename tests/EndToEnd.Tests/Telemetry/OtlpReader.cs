using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Metropool.EndToEnd.Tests.Telemetry;

/// <summary>An exported span. Kind is 1 internal, 2 server, 3 client, 4 producer, 5 consumer.</summary>
internal sealed record Span(
    string Service,
    string Source,
    string TraceId,
    string SpanId,
    string? ParentId,
    string Name,
    long Kind,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<string> LinkedTraces)
{
    public override string ToString() => $"{Service} {Kind} {Source} '{Name}' {string.Join(' ', Attributes.Select(a => $"{a.Key}={a.Value}"))}";
}

/// <summary>An exported log record.</summary>
internal sealed record LogRecord(string Service, string Category, string Body, string? TraceId);

/// <summary>An exported data point of a metric.</summary>
internal sealed record MetricPoint(string Service, string Meter, string Name, string Attributes, double Value);

/// <summary>Reads the messages of OTLP 1.x that the tests use (opentelemetry-proto: trace, logs, metrics), and skips everything else.</summary>
internal static class OtlpReader
{
    public static IEnumerable<Span> Spans(byte[] export) =>
        from resource in new Message(export).Messages(1)
        let service = ServiceOf(resource)
        from scope in resource.Messages(2)
        let source = scope.First(1)?.Text(1) ?? ""
        from span in scope.Messages(2)
        select new Span(
            service, source, span.Hex(1)!, span.Hex(2)!, span.Hex(4), span.Text(5) ?? "", span.Number(6), AttributesOf(span, 9),
            [.. span.Messages(13).Select(link => link.Hex(1)!)]);

    public static IEnumerable<LogRecord> Logs(byte[] export) =>
        from resource in new Message(export).Messages(1)
        let service = ServiceOf(resource)
        from scope in resource.Messages(2)
        let category = scope.First(1)?.Text(1) ?? ""
        from record in scope.Messages(2)
        select new LogRecord(service, category, record.First(5) is { } body ? ValueOf(body) : "", record.Hex(9));

    public static IEnumerable<MetricPoint> Metrics(byte[] export) =>
        from resource in new Message(export).Messages(1)
        let service = ServiceOf(resource)
        from scope in resource.Messages(2)
        let meter = scope.First(1)?.Text(1) ?? ""
        from metric in scope.Messages(2)
        from point in NumberPoints(metric).Concat(HistogramPoints(metric))
        select new MetricPoint(service, meter, metric.Text(1)!, string.Join(',', Sorted(point.Attributes)), point.Value);

    // A gauge (5) and a sum (7) have number points, with a double (4) or an integer (6), and with attributes (7).
    private static IEnumerable<(double Value, Dictionary<string, string> Attributes)> NumberPoints(Message metric) =>
        metric.Messages(5).Concat(metric.Messages(7))
            .SelectMany(data => data.Messages(1))
            .Select(point => (point.Double(4) ?? point.Long(6) ?? 0, AttributesOf(point, 7)));

    // A histogram (9) has points with a sum (5) and attributes (9).
    private static IEnumerable<(double Value, Dictionary<string, string> Attributes)> HistogramPoints(Message metric) =>
        metric.Messages(9)
            .SelectMany(data => data.Messages(1))
            .Select(point => (point.Double(5) ?? 0, AttributesOf(point, 9)));

    private static IEnumerable<string> Sorted(Dictionary<string, string> attributes) =>
        attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal).Select(attribute => $"{attribute.Key}={attribute.Value}");

    private static string ServiceOf(Message resource) =>
        resource.First(1) is { } attributes ? AttributesOf(attributes, 1).GetValueOrDefault("service.name", "") : "";

    private static Dictionary<string, string> AttributesOf(Message of, int field)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in of.Messages(field))
        {
            attributes[attribute.Text(1)!] = attribute.First(2) is { } value ? ValueOf(value) : "";
        }

        return attributes;
    }

    private static string ValueOf(Message value) =>
        value.Text(1)
        ?? value.Double(4)?.ToString(CultureInfo.InvariantCulture)
        ?? value.Number(3).ToString(CultureInfo.InvariantCulture);

    /// <summary>A protobuf message: its fields by number.</summary>
    private sealed class Message
    {
        private readonly List<(int Field, ReadOnlyMemory<byte> Bytes, ulong Number)> _fields = [];

        public Message(ReadOnlyMemory<byte> bytes)
        {
            var at = 0;
            while (at < bytes.Length)
            {
                var key = Varint(bytes.Span, ref at);
                var field = (int)(key >> 3);
                switch (key & 7)
                {
                    case 0:
                        _fields.Add((field, default, Varint(bytes.Span, ref at)));
                        break;
                    case 1:
                        _fields.Add((field, default, BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[at..])));
                        at += 8;
                        break;
                    case 2:
                        var length = (int)Varint(bytes.Span, ref at);
                        _fields.Add((field, bytes.Slice(at, length), 0));
                        at += length;
                        break;
                    case 5:
                        _fields.Add((field, default, BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..])));
                        at += 4;
                        break;
                    default:
                        throw new InvalidDataException($"Wire type {key & 7} is not supported by protobuf 3.");
                }
            }
        }

        public IEnumerable<Message> Messages(int field) => _fields.Where(f => f.Field == field).Select(f => new Message(f.Bytes));

        public Message? First(int field) => Messages(field).FirstOrDefault();

        public string? Text(int field) => Bytes(field) is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

        public string? Hex(int field) => Bytes(field) is { Length: > 0 } bytes ? Convert.ToHexStringLower(bytes.Span) : null;

        public long Number(int field) => Long(field) ?? 0;

        public long? Long(int field) => _fields.Where(f => f.Field == field).Select(f => (long?)(long)f.Number).FirstOrDefault();

        public double? Double(int field) => Long(field) is { } bits ? BitConverter.Int64BitsToDouble(bits) : null;

        private ReadOnlyMemory<byte>? Bytes(int field) => _fields.Where(f => f.Field == field).Select(f => (ReadOnlyMemory<byte>?)f.Bytes).FirstOrDefault();

        private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
        {
            ulong value = 0;
            for (var shift = 0; ; shift += 7)
            {
                var next = bytes[at++];
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80)
                {
                    return value;
                }
            }
        }
    }
}
