// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.conformance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.packetloom.Connector;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Datagram;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.InterruptPolicy;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;

/** Something that authors of schemes get wrong, and tests of the suites that find it. */
enum Mutant {
  /** As it should be. */
  NONE(Kind.STREAM) {
    @Override
    Object answer(Call call) throws Throwable {
      return call.proceed();
    }
  },

  LOSES_A_BYTE(Kind.STREAM, "aMebibyteArrivesWholeAndInOrder") {
    @Override
    Object answer(Call call) throws Throwable {
      if (call.is("write", ByteBuffer.class)) {
        ByteBuffer source = (ByteBuffer) call.arguments()[0];
        if (source.remaining() > 500) {
          int count = source.remaining();
          call.proceed(source.duplicate().limit(source.limit() - 1));
          source.position(source.limit());
          return count;
        }
      }
      return call.proceed();
    }
  },

  IGNORES_READ_DEADLINES(
      Kind.STREAM, "aReadWaitsUntilItsDeadline", "aPastReadDeadlineEndsReadsAndLeavesWrites") {
    @Override
    Object answer(Call call) throws Throwable {
      return call.is("readDeadline") ? call.target() : call.proceed();
    }
  },

  TIMES_OUT_EARLY(Kind.STREAM, "aReadWaitsUntilItsDeadline") {
    @Override
    Object answer(Call call) throws Throwable {
      if (call.is("readDeadline") && ((Deadline) call.arguments()[0]).isLimited()) {
        Duration half = ((Deadline) call.arguments()[0]).remaining().dividedBy(2);
        return call.proceed(Deadline.after(half));
      }
      return call.proceed();
    }
  },

  KEEPS_A_PASSED_DEADLINE(Kind.STREAM, "aPassedDeadlineIsNotSticky") {
    @Override
    Object answer(Call call) throws Throwable {
      if (call.is("readDeadline") && call.flag().get()) {
        return call.target();
      }
      try {
        return call.proceed();
      } catch (ConnectorTimeoutException e) {
        call.flag().set(true);
        throw e;
      }
    }
  },

  CLOSES_BY_INTERRUPT(
      Kind.STREAM, "anInterruptEndsAReadAndLeavesTheStreamOpen", "keepOpenIsThePolicyToStartWith") {
    @Override
    void opened(Connector connector) {
      connector.interruptPolicy(InterruptPolicy.CLOSE);
    }

    @Override
    Object answer(Call call) throws Throwable {
      return call.is("interruptPolicy", InterruptPolicy.class)
          ? call.proceed(InterruptPolicy.CLOSE)
          : call.proceed();
    }
  },

  WRITES_WHAT_FITS(Kind.STREAM, "aWriteThatMustWaitStillTakesTheWholeBuffer") {
    @Override
    Object answer(Call call) throws Throwable {
      return call.is("write", ByteBuffer.class)
          ? ((StreamConnector) call.target()).tryWrite((ByteBuffer) call.arguments()[0])
          : call.proceed();
    }
  },

  FORGETS_WHAT_IT_MOVED(Kind.STREAM, "anInterruptEndsAWriteThatTellsWhatItTook") {
    @Override
    Object answer(Call call) throws Throwable {
      try {
        return call.proceed();
      } catch (ConnectorInterruptedException e) {
        throw new ConnectorInterruptedException(
            FailureDetail.atOnce("write", call.target().toString(), "interrupted"));
      }
    }
  },

  HANGS_ON_CLOSE(Kind.STREAM, "closeWakesAWaitingRead") {
    @Override
    Object answer(Call call) throws Throwable {
      if (call.is("close")) {
        while (call.target().isOpen() && ((StreamConnector) call.target()).isAwaitingInput()) {
          LockSupport.parkNanos(1_000_000); // until the toolkit is closed
        }
      }
      return call.proceed();
    }
  },

  HIDES_THE_END(Kind.STREAM, "shutdownOfOutputEndsOneDirectionOnly") {
    @Override
    Object answer(Call call) throws Throwable {
      return call.is("shutdownOutput") ? call.target() : call.proceed();
    }
  },

  ACCEPTS_WITHOUT_DEADLINE(Kind.LISTENER, "acceptWaitsUntilItsDeadline") {
    @Override
    Object answer(Call call) throws Throwable {
      return call.is("acceptDeadline") ? call.target() : call.proceed();
    }
  },

  LOSES_A_CLIENT(Kind.LISTENER, "manyClientsAtOnceAreAllAccepted") {
    @Override
    Object answer(Call call) throws Throwable {
      if (call.is("accept") && call.flag().compareAndSet(false, true)) {
        ((Listener) call.target()).accept().close();
      }
      return call.proceed();
    }
  },

  KEEPS_ITS_NAME(Kind.LISTENER, "anAddressCanBeUsedAgainAfterClose") {
    @Override
    Object answer(Call call) throws Throwable {
      return call.is("close") ? null : call.proceed();
    }
  },

  HIDES_TRUNCATION(Kind.DATAGRAMS, "aDatagramThatDoesNotFitIsCutAndTold") {
    @Override
    Object answer(Call call) throws Throwable {
      Object result = call.proceed();
      return result instanceof Datagram datagram
          ? new Datagram(datagram.size(), datagram.size(), datagram.sender())
          : result;
    }
  },

  RECEIVES_WITHOUT_DEADLINE(Kind.DATAGRAMS, "receivingWaitsUntilItsDeadlineAndNoLess") {
    @Override
    Object answer(Call call) throws Throwable {
      return call.is("readDeadline") ? call.target() : call.proceed();
    }
  },

  HEARS_EVERYONE(Kind.DATAGRAMS, "aConnectedSocketReceivesFromItsPeerOnly") {
    @Override
    Object answer(Call call) throws Throwable {
      return call.is("connect") ? call.target() : call.proceed();
    }
  };

  /** What is broken. */
  enum Kind {
    STREAM,
    LISTENER,
    DATAGRAMS
  }

  private final Kind kind;
  private final Set<String> finders;

  Mutant(Kind kind, String... finders) {
    this.kind = kind;
    this.finders = Set.of(finders);
  }

  Kind kind() {
    return kind;
  }

  /** Names of tests of which each one fails. */
  Set<String> finders() {
    return finders;
  }

  /** Has a look at a connector that is new. */
  void opened(Connector connector) throws IOException {}

  /** Answers a call in place of the connector. */
  abstract Object answer(Call call) throws Throwable;
}
