namespace TraceClient.Otlp;

/// <summary>How the reading of an answer's body ended.</summary>
internal enum AnswerBodyEnd
{
    Whole,
    TooLong,
    BrokeOff,
}
