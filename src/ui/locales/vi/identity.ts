export const identity = {
  start: {
    title: 'Giấy tờ nộp một lần, dùng lại nhiều lần',
    lead: 'Chỉ cần nộp một lần. Cơ quan nhà nước dùng lại khi ông/bà đồng ý hoặc khi luật cho phép.',
    pointKeep: 'Giữ giấy tờ ở một nơi, gắn với định danh điện tử của ông/bà.',
    pointConsent: 'Cơ quan cần giấy tờ nào thì hỏi. Đồng ý, từ chối hoặc rút lại lúc nào cũng được.',
    pointLog: 'Mỗi lần có người xem đều được ghi lại: ai, ở đâu, để làm gì.',
    signIn: 'Đăng nhập bằng VNeID',
    signInHint: 'Cần tài khoản định danh điện tử mức 2 để mở giấy tờ.',
    paperTitle: 'Không dùng mạng?',
    paper:
      'Vẫn nộp bản giấy tại Trung tâm Phục vụ hành chính công như trước. Cán bộ có thể đưa giấy tờ vào kho giúp.',
    staffTitle: 'Cán bộ',
    staff: 'Đăng nhập dành cho cán bộ',
    open: 'Mở giấy tờ của tôi',
    openCounter: 'Mở quầy tiếp nhận',
  },
  failed: {
    title: 'Đăng nhập chưa xong',
    lead: 'Hệ thống định danh điện tử chưa xác nhận lần đăng nhập này, nên chưa mở được kho giấy tờ.',
    reason: 'Lý do được báo: {{reason}}',
    nextTitle: 'Làm gì tiếp',
    again: 'Đăng nhập lại từ đầu. Nếu trang đã mở lâu, phiên cũ có thể đã hết.',
    account: 'Kiểm tra ứng dụng VNeID: tài khoản còn hoạt động và ở mức 2.',
    counter: 'Vẫn không được? Mang căn cước đến quầy gần nhất, cán bộ tiếp nhận trực tiếp.',
    retry: 'Đăng nhập lại',
    retryStaff: 'Đăng nhập lại (cán bộ)',
  },
} as const;
