Rectify.search.receive("words","账目>台账\n自来水>供水\n停水>供水\n电线>用电\n漏电>用电\n没公开~公示\n公示=公开\n密码>账号")
