// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.packetloom.platform.bsd.KeventLayout.EV_ADD;
import static org.packetloom.platform.bsd.KeventLayout.EV_CLEAR;
import static org.packetloom.platform.bsd.KeventLayout.EV_DELETE;
import static org.packetloom.platform.bsd.KeventLayout.EV_EOF;
import static org.packetloom.platform.bsd.KeventLayout.EV_ONESHOT;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Events;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;
import org.packetloom.platform.bsd.ScriptedKqueue.Kevent;
import org.packetloom.platform.linux.LinuxValues;
import org.packetloom.platform.unix.UnixErrors;

/** The poller and a kernel of each layout: what it asks for, and what events stand for. */
@ParameterizedClass
@MethodSource("org.packetloom.platform.bsd.KeventLayoutTest#layouts")
class KqueueScriptTest {
  private static final int ADDED = EV_ADD | EV_CLEAR;

  @Parameter private KeventLayout layout;

  private ScriptedKqueue kernel;
  private KqueuePoller poller;

  @BeforeEach
  void open() throws PollerException {
    kernel = new ScriptedKqueue(layout);
    poller = KqueuePoller.open(kernel, LinuxValues.calls());
  }

  @AfterEach
  void close() {
    poller.close();
    assertThat(kernel.isClosed()).isTrue();
  }

  private Transfer register(DescriptorKind kind, Events events) {
    kernel.takeChanges();
    Transfer transfer = poller.attach(7, kind, events);
    assertThat(transfer.register()).isZero();
    return transfer;
  }

  private int told(Events events, Kevent event) throws PollerException {
    events.take();
    kernel.tell(event);
    assertThat(poller.await(-1)).isOne();
    poller.dispatch();
    return events.take();
  }

  @Test
  void wakeUpIsAUserEvent() throws Exception {
    assertThat(kernel.takeChanges())
        .containsExactly(new Kevent(0, layout.EVFILT_USER(), ADDED, 0, -1));
    poller.wake();
    poller.wake();
    assertThat(kernel.takeChanges())
        .containsExactly(new Kevent(0, layout.EVFILT_USER(), 0, KeventLayout.NOTE_TRIGGER, -1));
    assertThat(poller.await(-1)).isZero();
    poller.wake();
    assertThat(kernel.takeChanges()).hasSize(1);
  }

  @Test
  void socketIsRegisteredOnceForBothDirections() {
    Transfer transfer = register(DescriptorKind.TCP, new Events());
    List<Kevent> added = kernel.takeChanges();
    long tag = added.getFirst().udata();
    assertThat(added)
        .containsExactly(
            new Kevent(7, layout.EVFILT_READ(), ADDED, 0, tag),
            new Kevent(7, layout.EVFILT_WRITE(), ADDED, 0, tag));
    assertThat(transfer.arm(Transfer.READ, 1)).isZero();
    assertThat(kernel.takeChanges()).isEmpty();
    transfer.deregister(false);
    assertThat(kernel.takeChanges())
        .containsExactly(
            new Kevent(7, layout.EVFILT_READ(), EV_DELETE, 0, tag),
            new Kevent(7, layout.EVFILT_WRITE(), EV_DELETE, 0, tag));
  }

  @Test
  void listenerIsRegisteredForConnectionsAlone() {
    register(DescriptorKind.LISTENER, new Events());
    assertThat(kernel.takeChanges())
        .extracting(Kevent::filter)
        .containsExactly(layout.EVFILT_READ());
  }

  @Test
  void anotherPollersDescriptorIsToldOncePerArm() throws Exception {
    Events events = new Events();
    Transfer transfer = register(DescriptorKind.POLLER, events);
    assertThat(transfer.isPersistent(Transfer.READ)).isFalse();
    assertThat(kernel.takeChanges()).isEmpty();
    assertThat(transfer.arm(Transfer.READ, 0)).isZero();
    List<Kevent> armed = kernel.takeChanges();
    long tag = armed.getFirst().udata();
    assertThat(armed)
        .containsExactly(new Kevent(7, layout.EVFILT_READ(), EV_ADD | EV_ONESHOT, 0, tag));
    assertThat(told(events, armed.getFirst())).isEqualTo(Readiness.READABLE);
    kernel.fail(-UnixErrors.ENOENT); // it was told, so it is gone
    transfer.deregister(true);
  }

  @Test
  void eventsAreToldByTheirFilters() throws Exception {
    Events events = new Events();
    register(DescriptorKind.TCP, events);
    long tag = kernel.takeChanges().getFirst().udata();
    Kevent read = new Kevent(7, layout.EVFILT_READ(), ADDED, 0, tag);
    assertThat(told(events, read)).isEqualTo(Readiness.READABLE);
    Kevent ended = new Kevent(7, layout.EVFILT_READ(), ADDED | EV_EOF, 0, tag);
    assertThat(told(events, ended)).isEqualTo(Readiness.READABLE | Readiness.HANGUP);
    Kevent write = new Kevent(7, layout.EVFILT_WRITE(), ADDED, 0, tag);
    assertThat(told(events, write)).isEqualTo(Readiness.WRITABLE);
    Kevent broken = new Kevent(7, layout.EVFILT_WRITE(), ADDED | EV_EOF, 61, tag);
    assertThat(told(events, broken)).isEqualTo(Readiness.WRITABLE | Readiness.HANGUP);
  }

  @Test
  void eventOfOneThatLeftIsNotTold() throws Exception {
    Events events = new Events();
    Transfer transfer = register(DescriptorKind.TCP, events);
    long tag = kernel.takeChanges().getFirst().udata();
    transfer.deregister(false);
    assertThat(told(events, new Kevent(7, layout.EVFILT_READ(), ADDED, 0, tag))).isZero();
  }

  @Test
  void refusedRegistrationLeavesNothingBehind() {
    kernel.takeChanges();
    kernel.fail(-UnixErrors.EBADF);
    Transfer transfer = poller.attach(7, DescriptorKind.TCP, new Events());
    assertThat(transfer.register()).isEqualTo(-UnixErrors.EBADF);
    assertThat(kernel.takeChanges())
        .extracting(Kevent::flags)
        .containsExactly(ADDED, ADDED, EV_DELETE, EV_DELETE);
    transfer.deregister(false);
    assertThat(kernel.takeChanges()).isEmpty();
  }

  @Test
  void kernelThatRefusesTheWakeUpIsNoPoller() {
    ScriptedKqueue refusing = new ScriptedKqueue(layout);
    refusing.fail(-UnixErrors.ENOMEM);
    assertThatThrownBy(() -> KqueuePoller.open(refusing, LinuxValues.calls()))
        .isInstanceOf(PollerException.class)
        .hasMessage("kevent: ENOMEM");
    assertThat(refusing.isClosed()).isTrue();
  }
}
