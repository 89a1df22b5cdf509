// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.packetloom.ConnectorUri;
import org.packetloom.TcpInfo;
import org.packetloom.TcpInfo.CongestionState;
import org.packetloom.TcpInfo.Negotiated;
import org.packetloom.TcpInfo.State;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketSettings;
import org.packetloom.platform.TcpFigure;

/** The figures of a TCP connection; read-only. */
record TcpInfoForm() implements OptionForm<TcpInfo> {
  /** As {@link TcpFigure#STATE} numbers them, from 0 on. */
  private static final List<State> STATES =
      List.of(
          State.UNKNOWN,
          State.ESTABLISHED,
          State.SYN_SENT,
          State.SYN_RECEIVED,
          State.FIN_WAIT_1,
          State.FIN_WAIT_2,
          State.TIME_WAIT,
          State.CLOSED,
          State.CLOSE_WAIT,
          State.LAST_ACK,
          State.LISTEN,
          State.CLOSING,
          State.NEW_SYN_RECEIVED);

  /** As {@link TcpFigure#CONGESTION_STATE} numbers them, from 0 on. */
  private static final List<CongestionState> CONGESTION_STATES =
      List.of(
          CongestionState.OPEN,
          CongestionState.DISORDER,
          CongestionState.REDUCED,
          CongestionState.RECOVERY,
          CongestionState.LOSS);

  /** The bits of {@link TcpFigure#OPTIONS}, from the lowest on. */
  private static final List<Negotiated> NEGOTIATED =
      List.of(
          Negotiated.TIMESTAMPS,
          Negotiated.SELECTIVE_ACKNOWLEDGEMENTS,
          Negotiated.WINDOW_SCALING,
          Negotiated.CONGESTION_MARKS,
          Negotiated.CONGESTION_MARK_SEEN,
          Negotiated.EARLY_DATA);

  @Override
  public Optional<String> objection(TcpInfo value) {
    return Optional.of("is read-only");
  }

  @Override
  public TcpInfo parse(ConnectorUri uri, String parameter) {
    throw new IllegalArgumentException("parameter " + parameter);
  }

  @Override
  public int get(
      SocketSettings sockets, int descriptor, Optional<SocketSetting> setting, Box<TcpInfo> into) {
    Map<TcpFigure, Long> values = new EnumMap<>(TcpFigure.class);
    int result = sockets.tcpFigures(descriptor, values);
    if (result >= 0) {
      into.put(new Figures(values).toInfo());
    }
    return result;
  }

  @Override
  public int set(
      SocketSettings sockets, int descriptor, Optional<SocketSetting> setting, TcpInfo value) {
    throw new IllegalArgumentException("read-only");
  }

  private record Figures(Map<TcpFigure, Long> values) {
    private long number(TcpFigure figure) {
      return values.get(figure);
    }

    private int small(TcpFigure figure) {
      return Math.toIntExact(number(figure));
    }

    private Duration time(TcpFigure figure) {
      return Duration.of(number(figure), ChronoUnit.MICROS);
    }

    private Optional<Duration> timeIfTold(TcpFigure figure) {
      return number(figure) < 0 ? Optional.empty() : Optional.of(time(figure));
    }

    /** What a number stands for, if it is known and was told. */
    private <E> E named(TcpFigure figure, List<E> names, E otherwise) {
      long number = number(figure);
      return number >= 0 && number < names.size() ? names.get((int) number) : otherwise;
    }

    private Set<Negotiated> negotiated() {
      long bits = Math.max(0, number(TcpFigure.OPTIONS));
      Set<Negotiated> all = EnumSet.noneOf(Negotiated.class);
      for (int bit = 0; bit < NEGOTIATED.size(); bit++) {
        if ((bits & 1L << bit) != 0) {
          all.add(NEGOTIATED.get(bit));
        }
      }
      return all;
    }

    private TcpInfo toInfo() {
      return new TcpInfo(
          named(TcpFigure.STATE, STATES, State.UNKNOWN),
          named(TcpFigure.CONGESTION_STATE, CONGESTION_STATES, CongestionState.UNKNOWN),
          small(TcpFigure.RETRANSMITS),
          small(TcpFigure.PROBES),
          small(TcpFigure.BACKOFF),
          negotiated(),
          time(TcpFigure.RETRANSMISSION_TIMEOUT),
          time(TcpFigure.ROUND_TRIP),
          time(TcpFigure.ROUND_TRIP_VARIATION),
          timeIfTold(TcpFigure.SHORTEST_ROUND_TRIP),
          time(TcpFigure.RECEIVER_ROUND_TRIP),
          time(TcpFigure.SINCE_SENT),
          time(TcpFigure.SINCE_RECEIVED),
          time(TcpFigure.SINCE_ACKNOWLEDGED),
          small(TcpFigure.SEND_SEGMENT_SIZE),
          small(TcpFigure.RECEIVE_SEGMENT_SIZE),
          small(TcpFigure.PATH_MTU),
          number(TcpFigure.UNACKNOWLEDGED),
          number(TcpFigure.SELECTIVELY_ACKNOWLEDGED),
          number(TcpFigure.LOST),
          number(TcpFigure.RETRANSMITTED),
          number(TcpFigure.TOTAL_RETRANSMITTED),
          number(TcpFigure.CONGESTION_WINDOW),
          number(TcpFigure.SLOW_START_THRESHOLD),
          number(TcpFigure.SEND_WINDOW),
          number(TcpFigure.RECEIVE_SPACE),
          number(TcpFigure.UNSENT_BYTES),
          number(TcpFigure.PACING_RATE),
          number(TcpFigure.DELIVERY_RATE),
          number(TcpFigure.BYTES_SENT),
          number(TcpFigure.BYTES_RETRANSMITTED),
          number(TcpFigure.BYTES_ACKNOWLEDGED),
          number(TcpFigure.BYTES_RECEIVED),
          number(TcpFigure.SEGMENTS_SENT),
          number(TcpFigure.SEGMENTS_RECEIVED),
          number(TcpFigure.OUT_OF_ORDER),
          timeIfTold(TcpFigure.BUSY_TIME),
          timeIfTold(TcpFigure.RECEIVE_WINDOW_LIMITED_TIME),
          timeIfTold(TcpFigure.SEND_BUFFER_LIMITED_TIME));
    }
  }
}
