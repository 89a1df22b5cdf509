// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;

/**
 * Tells the JDK's flight recorder.
 *
 * <p>The events in the constants are never recorded: they are asked whether their kind is, which
 * allocates nothing, whoever compiled it.
 */
final class JfrRecorder extends Recorder {
  private static final ConnectEvent CONNECT = new ConnectEvent();
  private static final AcceptEvent ACCEPT = new AcceptEvent();
  private static final ResolveEvent RESOLVE = new ResolveEvent();
  private static final SlowOperationEvent SLOW = new SlowOperationEvent();
  private static final CloseEvent CLOSE = new CloseEvent();

  @Override
  public Span connecting() {
    if (!CONNECT.isEnabled()) {
      return Span.NONE;
    }
    ConnectEvent event = new ConnectEvent();
    event.begin();
    return event;
  }

  @Override
  public Span accepting() {
    if (!ACCEPT.isEnabled()) {
      return Span.NONE;
    }
    AcceptEvent event = new AcceptEvent();
    event.begin();
    return event;
  }

  @Override
  public Span resolving() {
    if (!RESOLVE.isEnabled()) {
      return Span.NONE;
    }
    ResolveEvent event = new ResolveEvent();
    event.begin();
    return event;
  }

  @Override
  public long slowNanos() {
    return SLOW.isEnabled() ? LongerThan.currentNanos() : NEVER;
  }

  @Override
  public void slow(String operation, String ends, long waitedNanos) {
    SlowOperationEvent event = new SlowOperationEvent();
    event.operation = operation;
    event.ends = ends;
    event.waited = waitedNanos;
    event.commit();
  }

  @Override
  public boolean recordsCloses() {
    return CLOSE.isEnabled();
  }

  @Override
  public void closed(String ends, int descriptor, long ageNanos, long read, long written) {
    CloseEvent event = new CloseEvent();
    event.ends = ends;
    event.descriptor = descriptor;
    event.age = ageNanos;
    event.bytesRead = read;
    event.bytesWritten = written;
    event.commit();
  }

  @Override
  public void leaked(String ends, int descriptor, long ageNanos, Optional<Throwable> creation) {
    LeakEvent event = new LeakEvent();
    if (event.isEnabled()) {
      event.ends = ends;
      event.descriptor = descriptor;
      event.age = ageNanos;
      event.creation = creation.map(JfrRecorder::text).orElse("");
      event.commit();
    }
  }

  private static String text(Throwable trace) {
    StringWriter text = new StringWriter();
    trace.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Override
  public void handedOver(int loop, long total) {
    HandOverEvent event = new HandOverEvent();
    event.loop = loop;
    event.total = total;
    event.commit();
  }
}
