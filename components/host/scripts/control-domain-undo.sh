#!/bin/bash
# Lets Xen's control domain run anywhere again, with all vCPUs of its boot entry. Input: none is read. Runs twice.
most=$(xl vcpu-list 0 | awk 'NR > 1 { count++ } END { print count + 0 }')
xl vcpu-set 0 "$most" || true
xl vcpu-pin 0 all all || true
