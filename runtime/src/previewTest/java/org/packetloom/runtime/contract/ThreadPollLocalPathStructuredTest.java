// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

class ThreadPollLocalPathStructuredTest extends StructuredContract {
  ThreadPollLocalPathStructuredTest() {
    super("thread", "poll", Place.LOCAL_PATH);
  }
}
