// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The agreement of the user and the runner of an operation. */
class UringOperationTest extends UringSuite {
  private UringOperation submitted(int kind) {
    UringTransfer transfer = (UringTransfer) link().near().transfer();
    UringOperation operation = new UringOperation(transfer, WRITE);
    assertThat(operation.prepare(kind, -1, 0)).isTrue();
    assertThat(operation.unlink()).isEqualTo(UringOperation.SUBMIT);
    return operation;
  }

  @Test
  void whatIsCancelledIsNotReplaced() {
    UringOperation operation = submitted(UringOperation.POLL_CHANGES);
    operation.foretell(Constants.POLLOUT);
    assertThat(operation.cancel()).isTrue();
    assertThat(operation.unlink()).isEqualTo(UringOperation.CANCEL);

    assertThat(operation.replace(UringOperation.POLL_CHANGES)).isFalse();

    operation.complete(Constants.POLLRDHUP, -1); // the news that was foretold is told
    assertThat(operation.isIdle()).isTrue();
  }

  @Test
  void whatIsNotCancelledIsReplacedAndSubmitted() {
    UringOperation operation = submitted(UringOperation.POLL);
    assertThat(operation.replace(UringOperation.POLL_CHANGES)).isTrue();
    assertThat(operation.unlink()).isEqualTo(UringOperation.SUBMIT);
    assertThat(operation.kind()).isEqualTo(UringOperation.POLL_CHANGES);
  }

  @Test
  void whatWasTakenBackIsPreparedAnewInTheSamePlace() {
    UringTransfer transfer = (UringTransfer) link().near().transfer();
    UringOperation operation = new UringOperation(transfer, READ);
    assertThat(operation.prepare(UringOperation.RECEIVE, -1, 1)).isTrue();
    assertThat(operation.tryDrop((UringPoller) poller)).isTrue();
    assertThat(operation.isIdle()).isTrue();

    assertThat(operation.prepare(UringOperation.RECEIVE, -1, 2)).isFalse(); // in the inbox still

    assertThat(operation.unlink()).isEqualTo(UringOperation.SUBMIT);
    assertThat(operation.length()).isEqualTo(2);
    assertThat(operation.unlink()).isEqualTo(UringOperation.NOTHING);
  }

  @Test
  void whatIsPreparedAfterAnOutcomeIsPutIntoTheInbox() {
    UringOperation operation = submitted(UringOperation.RECEIVE);
    operation.complete(-LinuxErrors.ENOBUFS, -1);
    assertThat(operation.isDone()).isTrue();
    operation.drop((UringPoller) poller);
    assertThat(operation.isIdle()).isTrue();
    assertThat(operation.prepare(UringOperation.RECEIVE, -1, 1)).isTrue();
  }
}
