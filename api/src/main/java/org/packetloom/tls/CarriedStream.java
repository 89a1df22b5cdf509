// SPDX-License-Identifier: Apache-2.0
package org.packetloom.tls;

import java.time.Duration;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.StreamConnector;
import org.packetloom.spi.LayeredStream;
import org.packetloom.spi.SchemeContext;

/**
 * A stream whose callers wait at the one below: deadlines and timeouts are set there too, so that
 * whoever waits is woken when they change.
 */
abstract class CarriedStream extends LayeredStream {
  CarriedStream(ConnectorUri uri, SchemeContext context, StreamConnector transport) {
    super(uri, context, transport);
  }

  /** What carries the bytes. */
  public final StreamConnector transport() {
    return below();
  }

  @Override
  public StreamConnector readDeadline(Deadline deadline) {
    StreamConnector unused = super.readDeadline(deadline);
    below().readDeadline(deadline);
    return this;
  }

  @Override
  public StreamConnector writeDeadline(Deadline deadline) {
    StreamConnector unused = super.writeDeadline(deadline);
    below().writeDeadline(deadline);
    return this;
  }

  @Override
  public StreamConnector readTimeout(Duration timeout) {
    StreamConnector unused = super.readTimeout(timeout);
    below().readTimeout(timeout);
    return this;
  }

  @Override
  public StreamConnector writeTimeout(Duration timeout) {
    StreamConnector unused = super.writeTimeout(timeout);
    below().writeTimeout(timeout);
    return this;
  }
}
